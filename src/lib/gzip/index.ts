export { gunzip, isGzip } from './gunzip.ts';
