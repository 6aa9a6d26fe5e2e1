import type { RoomHandlers } from '../handlers.ts';
import type { Session } from './session.ts';

export function sessionHandlers(session: Session): RoomHandlers<'session'> {
  return {
    state: () => session.state(),
    signIn: (input) => session.signIn(input),
    signInDemo: (input) => session.signInDemo(input),
    signOut: () => session.signOut(),
    setLocale: ({ locale }) => session.setLocale(locale),
  };
}
