import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/Dialog.tsx';
import { useLetterSetting } from './use-letter-setting.ts';
import { KeyCap } from '../ui/KeyCap.tsx';

/** The one table of keys (design §8): what stands on the key cap, and the name of its meaning in the catalogue. */
const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['J', 'K', '↓', '↑'], 'move'],
  [['⏎', 'O'], 'open'],
  [['A'], 'approve'],
  [['R'], 'reject'],
  [['T'], 'return'],
  [['P'], 'hold'],
  [['E'], 'adjust'],
  [['B'], 'reverse'],
  [['S'], 'forStation'],
  [['G'], 'take'],
  [['Y'], 'handOver'],
  [['W'], 'why'],
  [['H'], 'history'],
  [['L'], 'papers'],
  [['V'], 'nextPhoto'],
  [['Space'], 'enlargePhoto'],
  [['D'], 'comparePhotos'],
  [['M'], 'map'],
  [['1', '9'], 'hitEvidence'],
  [['N'], 'note'],
  [['X'], 'tick'],
  [['Ctrl A'], 'tickAll'],
  [['⇧A', '⇧R'], 'bulk'],
  [['⇧G', '⇧Y'], 'bulkHandOver'],
  [['Z'], 'undo'],
  [['F5'], 'refresh'],
  [['Alt ↓'], 'filter'],
  [['Ctrl G'], 'group'],
  [['Ctrl E'], 'export'],
  [['Ctrl P'], 'print'],
  [['/'], 'search'],
  [['Ctrl K'], 'palette'],
  [['?'], 'keys'],
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [letters, setLetters] = useLetterSetting();
  return (
    <Dialog title={t('app.keys')} onClose={onClose} width={640} testId="keys-dialog">
      <label className="letter-setting">
        <input
          type="checkbox"
          checked={letters}
          onChange={(event) => setLetters(event.target.checked)}
          data-testid="letters-on"
        />
        {t('app.lettersText')}
      </label>
      <div className="key-table">
        {KEYS.map(([caps, name]) => (
          <div key={name}>
            <span>
              {caps.map((cap) => (
                <KeyCap key={cap} name={cap} />
              ))}
            </span>
            <span>{t(`key.${name}`)}</span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
