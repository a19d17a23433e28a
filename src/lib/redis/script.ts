import { createHash } from 'node:crypto';

/** A step that Redis takes as a whole or not at all. */
export class Script {
  readonly text: string;
  readonly sha: string;

  constructor(text: string) {
    this.text = text;
    this.sha = createHash('sha1').update(text).digest('hex');
  }
}
