import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatInstant } from '../ui/format.ts';

/** What waits to be uploaded, for the telephone with support. */
export function OutboxList() {
  const { t } = useTranslation();
  const waiting = useCall(['sync', 'outbox'], () => api.sync.outbox({}), { keep: true });
  const commands = waiting.data ?? [];
  if (commands.length === 0) return <p className="dim">{t('support.nothingWaits')}</p>;
  return (
    <table className="plain-table" data-testid="outbox-list">
      <thead>
        <tr>
          <th>{t('support.command')}</th>
          <th>{t('support.document')}</th>
          <th>{t('support.made')}</th>
          <th className="num">{t('support.attempts')}</th>
          <th>{t('support.waitsFor')}</th>
        </tr>
      </thead>
      <tbody>
        {commands.map((command) => (
          <tr key={command.commandId}>
            <td>{t([`command.${command.kind}`, 'ui.verbatim'], { value: command.kind })}</td>
            <td className="mono">{command.targetNo ?? '–'}</td>
            <td>{formatInstant(command.madeAtMs)}</td>
            <td className="num">{command.attempts}</td>
            <td>{t(command.held ? 'support.waitsForItem' : 'support.waitsForServer')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
