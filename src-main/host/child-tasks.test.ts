import { describe } from 'vitest';
import { isolatedTaskCases } from './testing/isolated-task-cases.ts';
import { childTasks } from './child-tasks.ts';

describe('an isolated task in a child process', () => isolatedTaskCases(childTasks));
