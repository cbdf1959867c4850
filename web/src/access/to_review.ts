// What waits for this person to review or answer, as lines of the home page: who may not is asked nothing.
import { useQuery } from '@tanstack/react-query';

import { get } from '../api/client';
import type { Corrections, EmergencyReviews, Handovers, Home, WaitingErasures } from '../api/types';
import { useMay } from './may';

export function useReviews() {
  const may = useMay();
  return useQuery({
    queryKey: ['break-glass'],
    enabled: may('review_break_glass'),
    queryFn: ({ signal }) => get<EmergencyReviews>('/break-glass', undefined, signal),
  });
}

export function useCorrections() {
  const may = useMay();
  return useQuery({
    queryKey: ['corrections'],
    enabled: may('answer_correction'),
    queryFn: ({ signal }) => get<Corrections>('/corrections', undefined, signal),
  });
}

/// Numbers only: the list itself asks for a fresh proof of who is looking.
export function useWaitingErasures() {
  const may = useMay();
  return useQuery({
    queryKey: ['erasures', 'waiting'],
    enabled: may('erase_child'),
    queryFn: ({ signal }) => get<WaitingErasures>('/erasures/waiting', undefined, signal),
  });
}

export function useHandovers() {
  const may = useMay();
  return useQuery({
    queryKey: ['handovers'],
    enabled: may('answer_handover'),
    queryFn: ({ signal }) => get<Handovers>('/handovers', undefined, signal),
  });
}

const lineOf = (key: string, list: { waiting: number; overdue: number } | undefined): Home['attention'] =>
  list && list.waiting > 0 ? [{ key: list.overdue > 0 ? `${key}_overdue` : key, count: list.waiting, link: '/reviews' }] : [];

export function useToReview(): Home['attention'] {
  const reviews = useReviews().data;
  const corrections = useCorrections().data;
  const erasures = useWaitingErasures().data?.to_confirm ?? 0;
  const moves = (useHandovers().data?.items ?? []).filter((each) => each.state === 'offered');
  // What came in waits for this office; what went out only once the other is late.
  const incoming = moves.filter((each) => each.direction === 'in').length;
  const late = moves.filter((each) => each.direction === 'out' && each.late).length;
  return [
    ...(incoming > 0 ? [{ key: 'handovers', count: incoming, link: '/handovers' }] : []),
    ...(late > 0 ? [{ key: 'handovers_late', count: late, link: '/handovers' }] : []),
    ...lineOf('glass', reviews),
    ...lineOf('corrections', corrections),
    ...(erasures > 0 ? [{ key: 'erasures', count: erasures, link: '/erasures' }] : []),
  ];
}
