// Errors only: a warned rule is not a rule (house style §3.8). No comment in a source file can switch a rule off.
import tseslint from 'typescript-eslint';

const NO_SKIPPED_TESTS = [
  {
    selector:
      'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(only|skip|todo|skipIf|runIf)$/]',
    message: 'A focused or skipped test proves nothing: fix it or delete it.',
  },
  {
    selector: 'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
    message: 'A focused or skipped test proves nothing: fix it or delete it.',
  },
];
const NAMED_EXPORTS = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file that declares it.' },
];
const UNITS_IN_NAMES = [
  {
    selector: 'Property[key.name=/^(amount|qty|quantity|price|time|date|size|duration|rate|hours|mileage)$/]',
    message: 'Say the unit in the name: amountFen, qtyMilli, createdAtMs, businessDate, rateBp (house style §3.6).',
  },
];

export default tseslint.config(
  {
    ignores: ['node_modules/**', 'out/**', 'release/**', '.hedui/**', '**/*.generated.ts'],
  },
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...NO_SKIPPED_TESTS, ...NAMED_EXPORTS],
    },
  },
  {
    files: ['src-shared/contract/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_SKIPPED_TESTS, ...NAMED_EXPORTS, ...UNITS_IN_NAMES] },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/stories/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 600 }] },
  },
  {
    // tools and isolated tasks are read by others through their default export
    files: ['*.config.ts', '**/*.isolated.ts', 'src-server/testing/postgres-cluster.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_SKIPPED_TESTS] },
  },
);
