import { useMediaQuery } from '@mantine/hooks';

/// True where tables become cards and the navigation moves to the bottom.
export const usePhone = () => useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false }) ?? false;
