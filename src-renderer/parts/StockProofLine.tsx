import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatInstant, formatInteger } from '../ui/format.ts';
import { Tag } from '../ui/Tag.tsx';

/** That every balance is the sum of its movements, as of the last night; what is not, is named in red. */
export function StockProofLine() {
  const { t } = useTranslation();
  const proof = useCall(['parts', 'proof'], () => api.parts.proof({})).data?.proof ?? null;
  if (proof === null) return null;
  const { provedAtMs, keyCount, wrongCount, wrongPartNos } = proof;
  const at = formatInstant(provedAtMs);
  return wrongCount === 0 ? (
    <span className="dim" data-testid="stock-proof">
      {t('parts.proved', { at, number: formatInteger(keyCount) })}
    </span>
  ) : (
    <Tag tone="bad" testId="stock-proof-wrong" title={wrongPartNos.join(' ')}>
      {t('parts.provedWrong', { at, number: formatInteger(wrongCount), parts: wrongPartNos.slice(0, 3).join(' ') })}
    </Tag>
  );
}
