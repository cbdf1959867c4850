// Filters live in the address, so that a filtered list can be linked to, reloaded and gone back to.
import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

export function useFilters<Name extends string>(names: readonly Name[]) {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const filters = useMemo(() => {
    const parameters = new URLSearchParams(search);
    return Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? ''])) as Record<Name, string>;
    // The names of a page's filters never change while it is shown.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [search]);
  const setFilter = useCallback(
    (name: Name, value: string | null) => {
      const parameters = new URLSearchParams(search);
      if (value) parameters.set(name, value);
      else parameters.delete(name);
      const text = parameters.toString();
      navigate(text ? `${path}?${text}` : path, { replace: true });
    },
    [search, path, navigate],
  );
  const clear = useCallback(() => navigate(path, { replace: true }), [path, navigate]);
  const active = names.filter((name) => filters[name] !== '').length;
  return { filters, setFilter, clear, any: active > 0, active };
}
