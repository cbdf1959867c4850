// The one Trusted Types policy. Our own code hands no text to the browser as HTML or script; two libraries do, harmlessly:
// ECharts empties its box by `innerHTML = ''`, MapLibre starts the worker file of our own build by its address.
type Policy = { createHTML: (text: string) => string; createScriptURL: (address: string) => string };
type Factory = { createPolicy: (name: string, policy: Policy) => unknown };

export const policy: Policy = {
  createHTML: (text) => {
    if (text !== '') throw new TypeError('text is never given to the browser as HTML');
    return text;
  },
  createScriptURL: (address) => {
    const { origin, pathname } = new URL(address, location.origin);
    if (origin !== location.origin || !/^\/assets\/[\w.-]+\.js$/.test(pathname)) {
      throw new TypeError('scripts come from our own build only');
    }
    return address;
  },
};

export function trustOwnScripts(): void {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  factory?.createPolicy('default', policy);
}
