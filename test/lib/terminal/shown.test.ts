import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { shownMessage, shownText, withoutCredentials } from '../../../src/lib/terminal/index.ts';

/** A password that no other part of the text holds. */
const secret = fc
  .stringMatching(/^[ -~]{0,6}$/)
  .map((text) => text.replace(/@/g, ''))
  .map((text) => `${text.slice(0, 3)}S3CRET${text.slice(3)}`);
const user = fc.stringMatching(/^[a-z0-9._%-]{0,8}$/);
const scheme = fc.constantFrom('http', 'https', 'redis', 'ftp', 's3');
const tail = fc.constantFrom('', '/', '/feed.xml', '/a?b=c#d', ':8080/x');

describe('withoutCredentials', () => {
  it('leaves nothing of a password, whatever characters it has', () => {
    fc.assert(
      fc.property(scheme, user, secret, tail, (scheme, user, password, tail) => {
        const url = `${scheme}://${user}:${password}@host.example${tail}`;
        assert.equal(withoutCredentials(url, true), `${scheme}://host.example${tail}`);
      }),
    );
  });

  it('leaves nothing of it in a sentence, unless what is before a space looks like a port', () => {
    fc.assert(
      fc.property(scheme, user, secret, tail, (scheme, user, password, tail) => {
        fc.pre(!/^\d* /.test(password));
        const message = withoutCredentials(`cannot read ${scheme}://${user}:${password}@host.example${tail}: gone`);
        assert.doesNotMatch(message, /S3CRET/);
        assert.match(message, /^cannot read .*host\.example.*: gone$/);
      }),
    );
  });

  it('leaves URLs without a password as they are', () => {
    for (const text of [
      'https://example.org/@someone',
      'http://127.0.0.1:8080/feed?a=b',
      'mail to bob@example.org',
      'https://example.org/a and bob@example.org',
      '[{"url":"https://a.example/","by":"bob@example.org"}]',
    ]) {
      assert.equal(withoutCredentials(text), text);
    }
    assert.equal(withoutCredentials('https://token@example.org/'), 'https://example.org/');
    assert.equal(withoutCredentials('http://a:b@h/ and redis://:c@i/0'), 'http://h/ and redis://i/0');
  });
});

describe('what is shown', () => {
  it('has a length: 1 KiB a message, 200 characters a text, no half characters', () => {
    assert.equal(Buffer.byteLength(shownMessage('é'.repeat(5000))), 1023);
    assert.equal(shownText('x'.repeat(1e7)).length, 200);
    assert.equal(shownText('😀'.repeat(200)), `${'😀'.repeat(99)}…`);
    assert.equal(shownMessage('x'.repeat(1024)).length, 1024);
  });
});
