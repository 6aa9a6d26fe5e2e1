/** The package brings no types; this is the one function used here. */
declare module 'pg-copy-streams' {
  import type { Submittable } from 'pg';
  import type { Writable } from 'node:stream';
  export function from(text: string): Writable & Submittable;
}
