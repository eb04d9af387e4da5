import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

export const screenshots = join(import.meta.dirname, '..', '..', 'test-results', 'pages');
mkdirSync(screenshots, { recursive: true });

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const themes = ['light', 'dark'] as const;

/** Collects what a page complains of: errors of the console and of its scripts, refused resources. */
export function listenToErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}

/** Looks at the page as it stands in both themes and at both sizes: a picture of each, no axe violation, no overflow. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      // A graph is laid out after its page: the picture waits for what is drawn.
      await page.waitForTimeout((await page.locator('canvas').count()) > 0 ? 1500 : 350);
      await page.screenshot({ path: join(screenshots, `${name}-${size}-${theme}.png`) });
      const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
      expect(overflow, `${name} ${size}: no horizontal scroll`).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const found = violations.map(
        (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
      );
      expect(found, `${name} ${size} ${theme}: axe`).toEqual([]);
    }
  }
  await page.setViewportSize(sizes.wide);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}
