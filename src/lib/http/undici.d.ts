// A module of undici that is used without the rest, which is most of what it takes to load.
declare module 'undici/lib/core/connect.js' {
  export { buildConnector as default } from 'undici';
}
