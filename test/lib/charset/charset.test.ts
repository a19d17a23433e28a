import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CharsetHints, decodeText, findEncoding } from '../../../src/lib/charset/charset.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

interface Case {
  name: string;
  bytes: Uint8Array;
  hints?: CharsetHints;
  charset: string;
  text: string;
}

const cases: Case[] = [
  { name: 'no hint, UTF-8', bytes: Buffer.from('<a>é</a>'), charset: 'utf-8', text: '<a>é</a>' },
  { name: 'nothing at all', bytes: new Uint8Array(0), charset: 'utf-8', text: '' },
  { name: 'no hint, not UTF-8', bytes: latin1('caf\xe9 \x93q\x94 \x80'), charset: 'windows-1252', text: 'café “q” €' },
  { name: 'a UTF-8 mark', bytes: Buffer.from('\ufeffé'), hints: { charset: 'iso-8859-1' }, charset: 'utf-8', text: 'é' },
  { name: 'a UTF-16LE mark', bytes: Buffer.from('\ufeff<a/>', 'utf16le'), charset: 'utf-16le', text: '<a/>' },
  { name: 'a UTF-16BE mark', bytes: utf16be('\ufeff<é/>'), hints: { charset: 'utf-8' }, charset: 'utf-16be', text: '<é/>' },
  { name: 'only the first mark goes', bytes: Buffer.from('\ufeff\ufeffa'), charset: 'utf-8', text: '\ufeffa' },
  {
    name: 'Content-Type before the XML declaration',
    bytes: latin1('<?xml version="1.0" encoding="utf-8"?><a>\xe9</a>'),
    hints: { charset: 'ISO-8859-1' },
    charset: 'windows-1252',
    text: '<?xml version="1.0" encoding="utf-8"?><a>é</a>',
  },
  {
    name: 'Content-Type that says UTF-8 of bytes that are not, a declaration',
    bytes: latin1('<?xml version="1.0" encoding="iso-8859-2"?>\xb1'),
    hints: { charset: 'utf-8' },
    charset: 'iso-8859-2',
    text: '<?xml version="1.0" encoding="iso-8859-2"?>ą',
  },
  {
    name: 'Content-Type that says UTF-8 of bytes that are not',
    bytes: latin1('\xe9'),
    hints: { charset: 'utf8' },
    charset: 'windows-1252',
    text: 'é',
  },
  { name: 'DOS', bytes: latin1('\x82\xe1\xb3'), hints: { charset: 'cp437' }, charset: 'ibm437', text: 'éß│' },
  { name: 'DOS by a name of IANA', bytes: latin1('\xd0'), hints: { charset: 'csPC775Baltic' }, charset: 'ibm775', text: 'ą' },
  { name: 'DOS by a number', bytes: latin1('\x80'), hints: { charset: '866' }, charset: 'ibm866', text: 'А' },
  { name: 'DOS with the euro', bytes: latin1('\xd5'), hints: { charset: 'ibm-858' }, charset: 'ibm858', text: '€' },
  { name: 'the old Macintosh', bytes: latin1('\x82'), hints: { charset: 'MacCentralEurope' }, charset: 'mac-latin2', text: 'ā' },
  {
    name: 'Windows with a low line',
    bytes: latin1('\xe6'),
    hints: { charset: 'windows_1251' },
    charset: 'windows-1251',
    text: 'ж',
  },
  { name: 'Thai as Python calls it', bytes: latin1('\xa1'), hints: { charset: 'cp874' }, charset: 'windows-874', text: 'ก' },
  {
    name: 'a code page of EBCDIC that the declaration names',
    bytes: Buffer.from(
      '4c6fa7949340a58599a28996957e7ff14bf07f4085958396848995877e7f8397f5f0f07f6f6e4c816e4aa75a4f4c61816e',
      'hex',
    ),
    charset: 'ibm500',
    text: '<?xml version="1.0" encoding="cp500"?><a>[x]!</a>',
  },
  {
    name: 'a declaration in ASCII that says EBCDIC',
    bytes: latin1('<?xml version="1.0" encoding="cp037"?><a>\xe9</a>'),
    charset: 'windows-1252',
    text: '<?xml version="1.0" encoding="cp037"?><a>é</a>',
  },
  { name: 'a label nobody knows', bytes: Buffer.from('é'), hints: { charset: 'klingon' }, charset: 'utf-8', text: 'é' },
  {
    name: 'a label in capitals and blanks',
    bytes: latin1('\xb1'),
    hints: { charset: ' Latin2 ' },
    charset: 'iso-8859-2',
    text: 'ą',
  },
  {
    name: 'an unknown label in the declaration',
    bytes: latin1("<?xml version='1.0' encoding='none-such'?>\xe9"),
    charset: 'windows-1252',
    text: "<?xml version='1.0' encoding='none-such'?>é",
  },
  {
    name: 'a declaration in single quotes',
    bytes: latin1("<?xml version='1.0' encoding='koi8-r' standalone='yes'?>\xc1"),
    hints: { kind: 'xml' },
    charset: 'koi8-r',
    text: "<?xml version='1.0' encoding='koi8-r' standalone='yes'?>а",
  },
  {
    name: 'a declaration that says UTF-16 in ASCII',
    bytes: Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'),
    charset: 'utf-8',
    text: '<?xml version="1.0" encoding="UTF-16"?><a>é</a>',
  },
  {
    name: 'a declaration in UTF-8 with a byte that does not fit',
    bytes: Buffer.concat([Buffer.from('<?xml version="1.0" encoding="UTF-8"?>é'), Buffer.of(0xff), Buffer.from('z')]),
    charset: 'utf-8',
    text: '<?xml version="1.0" encoding="UTF-8"?>é\ufffdz',
  },
  { name: 'UTF-16LE without a mark', bytes: Buffer.from('<?xml?><é/>', 'utf16le'), charset: 'utf-16le', text: '<?xml?><é/>' },
  { name: 'UTF-16BE without a mark', bytes: utf16be('<?xml?><é/>'), charset: 'utf-16be', text: '<?xml?><é/>' },
  {
    name: 'Content-Type UTF-16, big-endian bytes',
    bytes: utf16be('<é/>'),
    hints: { charset: 'utf-16' },
    charset: 'utf-16be',
    text: '<é/>',
  },
  {
    name: 'a meta charset',
    bytes: latin1('<!doctype html><!-- <meta charset=utf-8> --><meta charset="shift_jis">\x83\x65'),
    charset: 'shift_jis',
    text: '<!doctype html><!-- <meta charset=utf-8> --><meta charset="shift_jis">テ',
  },
  {
    name: 'a meta http-equiv',
    bytes: latin1('<META http-equiv=Content-Type content="text/html; charset=windows-1251">\xff'),
    hints: { kind: 'html' },
    charset: 'windows-1251',
    text: '<META http-equiv=Content-Type content="text/html; charset=windows-1251">я',
  },
  {
    name: 'a meta inside a feed is no declaration',
    bytes: latin1('<rss><![CDATA[<meta charset="windows-1251">]]>\xe9</rss>'),
    charset: 'windows-1252',
    text: '<rss><![CDATA[<meta charset="windows-1251">]]>é</rss>',
  },
  {
    name: 'Content-Type ISO-8859-16',
    bytes: latin1('\xaa\xa4'),
    hints: { charset: 'iso-8859-16' },
    charset: 'iso-8859-16',
    text: 'Ș€',
  },
  { name: 'Content-Type GB2312', bytes: Buffer.of(0xd6, 0xd0), hints: { charset: 'gb2312' }, charset: 'gbk', text: '中' },
  {
    name: 'bytes Shift_JIS cannot hold',
    bytes: Buffer.of(0x81, 0x20, 0x61),
    hints: { charset: 'sjis' },
    charset: 'shift_jis',
    text: '\ufffd a',
  },
];

for (const { name, bytes, hints, charset, text } of cases) {
  test(`text is decoded: ${name}`, () => assert.deepEqual(decodeText(bytes, hints ?? {}), { text, charset }));
}

test('the encoding tells where the text begins', () => {
  const { charset, start } = findEncoding(Buffer.from('\ufeffa'));
  assert.deepEqual({ charset, start }, { charset: 'utf-8', start: 3 });
});

test('a view into a larger buffer is read within its bounds', () => {
  const whole = latin1('xx<?xml version="1.0" encoding="koi8-r"?>\xc1yy');
  const { text } = decodeText(new Uint8Array(whole.buffer, whole.byteOffset + 2, whole.length - 4));
  assert.equal(text, '<?xml version="1.0" encoding="koi8-r"?>а');
});
