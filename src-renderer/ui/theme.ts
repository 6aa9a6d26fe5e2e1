import { theme, type ThemeConfig } from 'antd';

/** Ant Design in the product's language: compact, still, with the measured colours of tokens.css. */
export const antdTheme: ThemeConfig = {
  algorithm: theme.compactAlgorithm,
  token: {
    fontFamily: 'var(--font)',
    fontSize: 13,
    controlHeight: 28,
    borderRadius: 3,
    borderRadiusLG: 3,
    motion: false,
    colorPrimary: '#0958d9',
    colorSuccess: '#237804',
    colorWarning: '#ad4e00',
    colorError: '#cf1322',
    colorText: '#1f2328',
    colorTextSecondary: '#59636e',
    colorTextTertiary: '#656e7a',
    colorTextPlaceholder: '#656e7a',
    colorBorder: '#d8dee4',
  },
};
