/** Deputies: named in the settings, told in the queue and in a claim’s history (0156). */
export const deputyTexts = {
  'settings.deputy': 'My deputy',
  'settings.deputyText':
    'Whoever stands in for you sees your work from the first to the last day and decides it within their own limits. Decisions name both of you.',
  'settings.deputyName': 'Name',
  'settings.deputyNamed': 'Your deputy is named',
  'settings.deputyEnded': 'No deputy any more',
  'settings.deputyEnd': 'End',
  'settings.deputyFromTo': '{{name}}, {{fromDate}} to {{toDate}}',
  'claims.standsIn': 'You stand in for {{name}} until {{date}}',
  'claims.standsInAs': 'You stand in for {{name}} until {{date}}: also {{level}}, within your own limit',
  'claims.byFor': '{{name}} for {{absent}}',
  'command.deputy.name': 'Name a deputy',
  'command.deputy.end': 'End a deputy',
  'error.deputy-oneself': 'Nobody is their own deputy. Choose somebody else.',
  'error.deputy-dates': 'The days are wrong: the last cannot be before the first, nor have passed.',
  'error.deputy-not-there':
    'This person is not there from {{fromDate}} to {{toDate}}. Choose somebody else or other days.',
  'error.deputy-overlap':
    'You have a deputy from {{fromDate}} to {{toDate}} already. End that one first, or choose other days.',
  'error.deputy-not-found': 'This deputy has been ended already.',
};
