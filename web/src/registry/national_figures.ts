// Published figures that are often held against each other. Source: domain handbook 1.4, where each has its document.

export type NationalFigure = {
  id: string;
  millions: number;
  source: 'census' | 'ministry_civil' | 'ministry_education';
};

export const nationalFigures: readonly NationalFigure[] = [
  { id: 'census_all', millions: 66.93, source: 'census' },
  { id: 'census_one_parent', millions: 39.85, source: 'census' },
  { id: 'census_neither', millions: 27.08, source: 'census' },
  { id: 'census_rural', millions: 41.77, source: 'census' },
  { id: 'census_town', millions: 25.16, source: 'census' },
  { id: 'migrant', millions: 71.09, source: 'census' },
  { id: 'education_2021', millions: 11.99, source: 'ministry_education' },
  { id: 'civil_2016', millions: 9.02, source: 'ministry_civil' },
  { id: 'civil_2018', millions: 6.97, source: 'ministry_civil' },
];
