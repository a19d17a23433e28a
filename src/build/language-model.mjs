import { pathToFileURL } from 'node:url';

/** Has the tables of src/lib/text/language-model.mjs, which take a while to make, made now and bundled as they are. */
export const languageModel = {
  name: 'language-model',
  setup(build) {
    build.onLoad({ filter: /[\\/]text[\\/]language-model\.mjs$/ }, async ({ path }) => {
      const { languages, averages, tables } = await import(pathToFileURL(path).href);
      const members = { languages: JSON.stringify(languages), averages: JSON.stringify(averages) };
      const base64 = JSON.stringify(tables.toString('base64'));
      return {
        contents: `${Object.entries(members)
          .map(([name, json]) => `export const ${name} = ${json};`)
          .join('')}export const tables = Buffer.from(${base64}, 'base64');`,
      };
    });
  },
};
