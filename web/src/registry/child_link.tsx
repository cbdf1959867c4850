import { Link } from 'wouter';

import { useMay } from '../access/may';

/// A child's name; a way to the record for those who may see it.
export function ChildLink({ child, strong = false }: { child: { id: string; name: string }; strong?: boolean }) {
  const may = useMay();
  const style = { fontWeight: strong ? 600 : 500 };
  if (!may('see_children')) return <span style={style}>{child.name}</span>;
  return (
    <Link href={`/children/${child.id}`} className="name-link" style={style}>
      {child.name}
    </Link>
  );
}
