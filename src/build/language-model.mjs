import { pathToFileURL } from 'node:url';

/**
 * Has the language model of eld, which its package holds as an object literal of 1.6 MB, bundled as text for JSON.parse: the same
 * object in a third of the time and, since no syntax tree is made of it, in half of the memory of a process.
 */
export const languageModel = {
  name: 'language-model',
  setup(build) {
    build.onLoad({ filter: /[\\/]eld[\\/]src[\\/]ngrams[\\/]small\.js$/ }, async ({ path }) => {
      const { ngramsData } = await import(pathToFileURL(path).href);
      return { contents: `export const ngramsData = JSON.parse(${JSON.stringify(JSON.stringify(ngramsData))});` };
    });
  },
};
