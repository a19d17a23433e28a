export { feedLinks, isPage } from './feed-links.ts';
