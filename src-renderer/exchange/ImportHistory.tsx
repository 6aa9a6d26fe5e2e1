import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatInstant, formatInteger } from '../ui/format.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag, type Tone } from '../ui/Tag.tsx';

const TONES: Readonly<Record<string, Tone>> = { sending: 'info', done: 'ok', failed: 'bad' };
const NUMBERS = ['rowsRead', 'created', 'updated', 'unchanged', 'rowsRefused', 'rowsRepeated'] as const;

/** Earlier imports of this desktop; a row opens its result. */
export function ImportHistory({ onShow }: { onShow: (importId: string) => void }) {
  const { t } = useTranslation();
  const imports = useCall(['exchange', 'imports'], () => api.exchange.imports({}), { refetchEveryMs: 5_000 });
  return (
    <Panel testId="import-history">
      <Section title={t('exchange.history.title')}>
        {imports.error !== null ? (
          <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
        ) : imports.data === undefined ? (
          <LoadingState lines={3} />
        ) : imports.data.length === 0 ? (
          <EmptyState title={t('exchange.history.none')} />
        ) : (
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t('exchange.history.startedAt')}</th>
                <th>{t('exchange.history.file')}</th>
                <th>{t('exchange.kind.title')}</th>
                <th>{t('exchange.history.state')}</th>
                {NUMBERS.map((name) => (
                  <th key={name} className="num">
                    {t(`exchange.count.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {imports.data.map((each) => (
                <tr key={each.importId} data-testid="import-history-row">
                  <td>{formatInstant(each.startedAtMs)}</td>
                  <td>
                    <button type="button" className="btn link" onClick={() => onShow(each.importId)}>
                      {each.fileName}
                    </button>
                  </td>
                  <td>{t(`exchange.kind.${each.kind}`)}</td>
                  <td>
                    <Tag tone={TONES[each.state] ?? 'wait'}>{t(`exchange.state.${each.state}`)}</Tag>
                  </td>
                  {NUMBERS.map((name) => (
                    <td key={name} className="num">
                      {formatInteger(each[name])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
    </Panel>
  );
}
