import type { snapshotJobTasks } from '../sync/snapshot.tasks.ts';
import { readRooms } from './read-tasks.ts';
import type { reportTasks } from './report-tasks.ts';
import { writeRooms } from './write-tasks.ts';

type Rooms = Readonly<Record<string, () => Promise<object>>>;
/** The tables of all rooms as one. */
type Joined<Tables> = (Tables extends object ? (table: Tables) => void : never) extends (table: infer All) => void
  ? All
  : never;
type TasksOf<Given extends Rooms> = Joined<Awaited<ReturnType<Given[keyof Given]>>>;

export type ReadTasks = TasksOf<typeof readRooms>;
export type WriteTasks = TasksOf<typeof writeRooms>;
export type JobTasks = typeof snapshotJobTasks & typeof reportTasks;

const roomOf = (name: string): string => name.slice(0, name.indexOf('.'));
const ofRoom =
  (rooms: Rooms) =>
  async (name: string): Promise<object> =>
    (await rooms[roomOf(name)]?.()) ?? {};

/**
 * The tasks of each kind of thread; a thread loads its own and no others, because every module costs each thread of the
 * desktop anew. A copy of the store is built without what the reports need.
 */
export const TASKS_OF: Record<'writer' | 'reader' | 'job', (name: string) => Promise<object>> = {
  writer: ofRoom(writeRooms),
  reader: ofRoom(readRooms),
  job: async (name) =>
    name.startsWith('sync.')
      ? (await import('../sync/snapshot.tasks.ts')).snapshotJobTasks
      : (await import('./report-tasks.ts')).reportTasks,
};

/** What the first screen asks of each thread: loaded while the files are being opened. */
const AT_START: Record<'writer' | 'reader', readonly (() => Promise<object>)[]> = {
  writer: [writeRooms.outbox, writeRooms.replica, writeRooms.jobs],
  reader: [readRooms.outbox, readRooms.replica, readRooms.views, readRooms.claims],
};

export async function loadFirstTasks(role: 'writer' | 'reader'): Promise<void> {
  await Promise.all(AT_START[role].map((load) => load()));
}
