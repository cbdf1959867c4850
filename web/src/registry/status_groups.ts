/// The groups of definitions the packs of the country have, in the order in which they are shown.
export const statusGroups = ['danger', 'left_behind', 'migrant', 'difficulty', 'care', 'disadvantage'] as const;
