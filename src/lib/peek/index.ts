export { Peek, type PeekOptions } from './peek.ts';
