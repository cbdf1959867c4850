// The theme's CSS variables, without the <style> element Mantine would put into the page: the content-security policy
// allows styles from our own files only. A sheet made by script is no inline style.
import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
  type MantineThemeOverride,
} from '@mantine/core';

export function themeCss(override: MantineThemeOverride): string {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, override));
  return convertCssVariables(variables, ':root');
}

/// Puts the theme's variables in front of the page's other sheets made by script; once, before the first picture.
export function adoptTheme(override: MantineThemeOverride): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(themeCss(override));
  document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
}
