import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../../src-server/demo/facts/users.ts';

/** The first page: name and password, and in the demo one button per role. */
export class SignInPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async asRole(role: string): Promise<void> {
    await this.page.getByTestId(`demo-${role}`).first().click();
    await this.page.getByTestId('user-menu').waitFor();
  }

  /** Somebody of the demo company, with the password they all have. */
  async asLogin(login: string): Promise<void> {
    await this.withPassword(login, DEMO_PASSWORD);
    await this.page.getByTestId('user-menu').waitFor();
  }

  async withPassword(login: string, password: string): Promise<void> {
    await this.page.locator('input[name="login"]').fill(login);
    await this.page.locator('input[name="password"]').fill(password);
    await this.page.getByTestId('sign-in-submit').click();
  }
}
