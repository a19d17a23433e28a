import { kind, kindAt, unitAt } from './characters.ts';

/** Words that end in a full stop without ending a sentence, by language; those of English are in word-rules.ts. Not what is also a word. */
const abbreviations = setOf(`
  de: abs bd bspw bzgl bzw dgl dipl evtl exkl frz geb gegr ggf ggfs hrsg inkl jh kap kath lat mind mio mrd nr österr phil rd ref
      sog str tel vgl zb zzgl
  nl: afb bijv blz dhr drs enz evt ing mevr mln mld resp
  sv da nb: bl dvs eks etc evt fig forts fx gl jfr jf kap kl mfl mht milj mv osv pga resp sek vhf
  fr: apr av bd boul cf env ex hab janv juil mgr mlle mme nov oct préf réf sept tél vol
  es: admón art avda cap cía dpto ej excmo fig ilmo núm pág págs prov sra srta sres tel ud uds vda
  pt: dra excelentíssimo exmo exma núm pág págs sra sras srta tel
  it: avv cfr dott dr ecc geom ing on pag pagg rag sig sigg sigra spett tel
  pl: dr godz hab itd itp mgr mld mln np nr pkt płk pol prof rys str św tj tys tzn tzw ul ww zob
  cs sk: apod atd atď cca čl doc ing mgr mil mld mjr napr např obr odst popř prof resp str tis tj tzn tzv ul
  hr sl sr: dr itd npr ing mr prof sl str sv tj tzv
  hu: dr ill kb kft mrd pl stb szt ún vö
  ro: art cca dl dna dr etc nr pag prof str
  fi et: esim jms jne ks mrd ns tms yms
  tr: bkz dr doç örn prof sn vb vd vs yy
  ru uk bg: акад г гг гл гр др зам им кв км коп млн млрд напр пл пп пр проф рис руб св см стр тел тыс ул чел
  el: αρ βλ δηλ κ κα κλπ π.χ σελ τηλ
`);

/** Words before a number with a full stop that make it an ordinal, as in “der 2. Weltkrieg”. */
const beforeOrdinals = setOf(`
  de: ab am beim bis dem den der des die das ein eine einem einen einer im ins jeder jedes seit seinem seinen ihr ihrem ihren vom zum zur
      und oder
  da nb: den det de d fra til
  hu: a az
  is: hinn
`);

/** Names of months, and other words that an ordinal stands before, where they begin in a capital letter. */
const afterOrdinals = setOf(`
  de: januar jänner februar feber märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts jahrtausend
      bundesliga liga weltkrieg auflage kapitel klasse platz runde spieltag stock tag semester geburtstag
`);

/** What stands before the first word of a line or a sentence. */
const beginsAnew = new Set<number>([kind.newline, kind.terminator]);

const ELLIPSIS = 0x2026;
const DOT = 0x2e;

/** Whether a terminator in a text ends a sentence: not within a word, nor behind an abbreviation, an ordinal or the number of a list. */
export function endsSentence(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit > 0x7f && unit !== ELLIPSIS) return true;
  const next = kindAt(unitAt(text, at + 1));
  if (unit !== ELLIPSIS && next >= kind.mark) return false;
  // Of full stops in a row the last one counts.
  if (unit === DOT && unitAt(text, at + 1) === DOT) return false;
  if (unit === ELLIPSIS || (unit === DOT && unitAt(text, at - 1) === DOT)) return !isLower(text, afterSpaces(text, at + 1));
  return unit !== DOT || !goesOn(text, at);
}

/** Whether a sentence goes on behind the full stop of a number, a letter or an abbreviation. */
function goesOn(text: string, dot: number): boolean {
  const start = wordStart(text, dot);
  const length = dot - start;
  if (length === 0 || length > LONGEST) return false;
  const after = afterSpaces(text, dot + 1);
  const what = kindAt(text.charCodeAt(start));
  if (what === kind.digit) return length <= 3 && isOrdinal(text, start, after);
  // `z. B.`, `d. h.`, `u. a.`: letters alone, each with its full stop.
  if (length === 1 && what === kind.letter && (isLoneLetter(text, after + 1) || isLoneLetter(text, start - 2))) return true;
  return abbreviations.has(text.slice(start, dot).toLowerCase());
}

function isOrdinal(text: string, start: number, after: number): boolean {
  if (isLower(text, after)) return true;
  const before = start - 1;
  // The first of its line or sentence: the number of a list or a heading.
  let at = before;
  while (at >= 0 && kindAt(text.charCodeAt(at)) === kind.space) at--;
  if (at < 0 || beginsAnew.has(kindAt(text.charCodeAt(at)))) return true;
  if (kindAt(unitAt(text, before)) !== kind.space) return false;
  const wordBefore = text.slice(wordStart(text, at + 1), at + 1).toLowerCase();
  return beforeOrdinals.has(wordBefore) || afterOrdinals.has(wordAt(text, after));
}

/** Longer words than these lists have are not looked up. */
const LONGEST = 14;

/** Where the letters or digits before an offset begin; of a longer word, as far as matters. */
function wordStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start <= LONGEST && kindAt(text.charCodeAt(start - 1)) >= kind.mark) start--;
  return start;
}

function wordAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && end - start <= LONGEST && kindAt(text.charCodeAt(end)) >= kind.mark) end++;
  return text.slice(start, end).toLowerCase();
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < LONGEST && kindAt(text.charCodeAt(at)) === kind.space) at++;
  return at;
}

/** Whether a letter alone stands before an offset, and a full stop there. */
function isLoneLetter(text: string, dot: number): boolean {
  if (dot < 1 || unitAt(text, dot) !== DOT) return false;
  const what = kindAt(text.charCodeAt(dot - 1));
  return (what === kind.letter || what === kind.upper) && (dot < 2 || kindAt(text.charCodeAt(dot - 2)) < kind.mark);
}

/** Whether a small letter of a script that has capitals stands at an offset. */
function isLower(text: string, at: number): boolean {
  const character = text[at] ?? '';
  return kindAt(unitAt(text, at)) === kind.letter && character !== character.toUpperCase();
}

/** The words of lines that begin with their languages. */
function setOf(byLanguage: string): Set<string> {
  return new Set(
    byLanguage
      .replace(/^[a-z ]+:/gm, '')
      .trim()
      .split(/\s+/),
  );
}
