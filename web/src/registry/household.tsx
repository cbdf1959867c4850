// The people around a child as a small drawing; the list beside it says the same, so screen readers skip the drawing.
import type { Child } from '../api/types';
import { useFormat } from '../core/format';

type Person = Child['relations'][number];
const places: Record<Person['role'], [number, number]> = { father: [66, 40], mother: [254, 40], guardian: [66, 168], carer: [254, 168] };

/// One of each role, as the newest source names them.
export function nearest(relations: Person[]): Person[] {
  const found = new Map<string, Person>();
  for (const person of relations) if (!found.has(person.role)) found.set(person.role, person);
  return [...found.values()];
}

function Node({ at, title, name, strong = false }: { at: [number, number]; title: string; name: string; strong?: boolean }) {
  const [x, y] = at;
  return (
    <g>
      <rect x={x - 58} y={y - 22} width={116} height={44} rx={10} className={strong ? 'node child-node' : 'node'} />
      <text x={x} y={y - 3} textAnchor="middle" className="role">{title}</text>
      <text x={x} y={y + 14} textAnchor="middle">{name.length > 9 ? `${name.slice(0, 8)}…` : name}</text>
    </g>
  );
}

export function Household({ child }: { child: Child }) {
  const { t, known } = useFormat();
  const people = nearest(child.relations);
  if (people.length === 0) return null;
  const middle: [number, number] = [160, 104];
  // Rows without anybody take no room.
  const top = people.some((person) => places[person.role][1] < middle[1]) ? 0 : 76;
  const bottom = people.some((person) => places[person.role][1] > middle[1]) ? 208 : 132;
  return (
    <svg className="household" viewBox={`0 ${top} 320 ${bottom - top}`} aria-hidden="true" focusable="false">
      {people.map((person) => {
        const [x, y] = places[person.role];
        return <line key={person.role} x1={middle[0]} y1={middle[1]} x2={x} y2={y} />;
      })}
      {people.map((person) => (
        <Node key={person.role} at={places[person.role]} title={t(`relation.${person.role}`)} name={known(person.name)} />
      ))}
      <Node at={middle} title={t('fact_subject.child')} name={child.name} strong />
    </svg>
  );
}
