import { CamelCasePlugin } from 'kysely';

/** snake_case in the stores, camelCase in code; `_v`, `_scope`, `_k` and `_bucket` keep their names on both sides. */
export class ColumnNames extends CamelCasePlugin {
  protected override snakeCase(name: string): string {
    return name.startsWith('_') ? name : super.snakeCase(name);
  }

  protected override camelCase(name: string): string {
    return name.startsWith('_') ? name : super.camelCase(name);
  }
}
