export { decodeText, type Encoding, findEncoding } from './charset.ts';
