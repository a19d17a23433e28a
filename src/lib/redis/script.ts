import { createHash } from 'node:crypto';

/** A Lua script: Redis runs nothing else meanwhile. */
export class Script {
  readonly text: string;
  readonly sha: string;

  constructor(text: string) {
    this.text = text;
    this.sha = createHash('sha1').update(text).digest('hex');
  }
}
