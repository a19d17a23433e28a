export { decodeText, type Encoding, findEncoding } from './charset.ts';
export { documentBytes } from './document.ts';
