import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Icon } from '../ui/Icons.tsx';
import { hashOf } from '../ui/navigation.ts';
import { isMine, ROUTES } from './routes.tsx';

const MOST_SHOWN = 999;
/** Pages without a place of their own in the rail. */
const ROOM_OF_PAGE: Readonly<Record<string, string>> = { claim: 'claims', forms: 'print' };

export function Rail({ room, roles }: { room: string; roles: readonly string[] }) {
  const { t } = useTranslation();
  const queues = useCall(['claims', 'queues'], () => api.claims.queues({}), { keep: true });
  const waiting = queues.data?.leftToDecide ?? 0;
  const here = ROOM_OF_PAGE[room] ?? room;
  return (
    <nav className="rail" aria-label={t('app.rooms')}>
      {ROUTES.filter((route) => route.inRail && isMine(route, roles)).map((route) => (
        <a
          key={route.room}
          href={hashOf({ room: route.room, id: null })}
          className={route.room === here ? 'on' : ''}
          data-testid={`room-${route.room}`}
          {...(route.room === here ? { 'aria-current': 'page' as const } : {})}
        >
          <Icon name={route.room} />
          {t(`room.${route.room}`)}
          {route.room === 'claims' && waiting > 0 ? (
            <span className="badge">{waiting > MOST_SHOWN ? `${MOST_SHOWN}+` : waiting}</span>
          ) : null}
        </a>
      ))}
    </nav>
  );
}
