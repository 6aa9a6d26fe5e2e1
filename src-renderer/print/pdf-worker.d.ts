/** What the bundler makes of a module that is asked for as a worker. */
declare module '*?worker' {
  const Made: new () => Worker;
  export { Made as default };
}
