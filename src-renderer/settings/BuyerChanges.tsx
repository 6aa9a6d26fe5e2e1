import { useTranslation } from 'react-i18next';
import type { ConfigurationChange } from '../../src-shared/contract/settings.contract.ts';
import { readInvoiceBuyer } from '../../src-shared/domain/settings/invoice-buyer.ts';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';

/** Who changed the data when, and what they have been since; kept by the server, and never changed afterwards. */
export function BuyerChanges({ changes }: { changes: readonly ConfigurationChange[] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('settings.changes')} testId="buyer-changes">
      {changes.length === 0 ? (
        <p className="dim">{t('settings.noChanges')}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              {(['time', 'person', 'name', 'taxNo', 'address', 'bank'] as const).map((name) => (
                <th key={name}>{t(`settings.change.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.map(({ version, changedAtMs, changedByName, valueJson }) => {
              const buyer = readInvoiceBuyer(valueJson);
              return (
                <tr key={version} data-testid="buyer-change">
                  <td>{formatInstant(changedAtMs)}</td>
                  <td>{changedByName}</td>
                  <td>{buyer?.name}</td>
                  <td className="mono">{buyer?.taxNo}</td>
                  <td>{buyer?.address}</td>
                  <td>{buyer?.bank}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Section>
  );
}
