// First of all: style elements made by anything below need the nonce.
import './ui/content-nonce.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { rememberedLocale, startLanguage } from './app/language.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';
import './app/frame.css';
import './grid/grid.css';
import './session/session.css';
import './claims/claims.css';
import './claims/evidence.css';
import './settlement/settlement.css';
import './reconciliation/reconciliation.css';
import './logistics/logistics.css';
import './counts/counts.css';

const root = document.getElementById('root');
if (root !== null) {
  await startLanguage(rememberedLocale());
  createRoot(root).render(<App />);
}
