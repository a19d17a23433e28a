/**
 * Has undici's own HTTP/2, which we do not use, do without Node's, as it does where Node has none: that takes a tenth of the time that
 * `fetch` takes to start.
 */
export const withoutHttp2 = {
  name: 'without-http2',
  setup(build) {
    build.onResolve({ filter: /^node:http2$/ }, ({ importer }) =>
      /[\\/]undici[\\/]/.test(importer) ? { path: 'http2', namespace: 'without-http2' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'without-http2' }, () => ({ contents: 'module.exports = { constants: {} };' }));
  },
};
