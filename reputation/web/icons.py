"""The drawings: signs of 24 by 24, the small figures of 14 by 24, the star. Shape first, colour never alone."""

from django.utils.safestring import SafeString

_SIGNS = {
    "in": '<path d="M2 7v10M22 7v10M2 12h20"/><path class="f" d="M9 8h10v8H9z" opacity=".35"/>'
    '<path d="M15 6v12" stroke-width="3"/>',
    "out": '<circle cx="12" cy="12" r="9" stroke-dasharray="3.4 3.66"/>',
    "left": '<path d="M5 21V11a7 7 0 0 1 14 0v10M2 21h20M9 12h6M9 16h6"/>',
    "several": '<path d="M3 5h18M3 12h18M3 19h18"/><path d="M6 3v4M14 10v4M9 17v4" stroke-width="3"/>',
    "search": '<circle cx="10" cy="10" r="7"/><path d="M15.5 15.5 22 22"/>',
    "refused": '<circle cx="12" cy="8" r="4"/><path d="M4 21a8 8 0 0 1 16 0M3 3l18 18"/>',
    "slip": '<path d="M4 20h16M4 15l11-11 4 4L8 19H4z"/>',
    "warning": '<path d="M12 3 22 20.500H2z"/><path d="M12 9.500v5M12 16.500v1.500"/>',
    "calm": '<circle cx="12" cy="12" r="9"/><path d="M12 10.500v6M12 7v1.500"/>',
    "receipt-independent": '<path class="f" d="M5 2v20l2.300-2 2.350 2L12 20l2.350 2 2.350-2L19 22V2z"/>',
    "receipt-seller": '<path d="M5 2v20l2.300-2 2.350 2L12 20l2.350 2 2.350-2L19 22V2zM9 8h6M9 12h6"/>',
    "receipt-none": '<path d="M5 2v20l2.300-2 2.350 2L12 20l2.350 2 2.350-2L19 22V2z" stroke-dasharray="3 2.500"/>',
    "challenged": '<path d="M5 22V3h13l-3 4.500 3 4.500H5"/>',
    "restored": '<path d="M4 4v6h6"/><path d="M4.500 10a8.500 8.500 0 1 1-1 5"/>',
    "paper": '<path d="M4 3h13l3 3v15H4zM8 9h8M8 13h8M8 17h5"/>',
    "card": '<path d="M2 5h20v14H2zM2 10h20"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 6.500V12l4 2.500"/>',
    "back": '<path d="M4 4v6h6"/><path d="M4.500 10a8.500 8.500 0 1 1-1 5"/>',
    "done": '<path d="m4 12.500 5.500 5.500L20 6.500"/>',
    "differs": '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M7 10h10M7 14.500h10M14.500 7l-5 10.500"/>',
    "log": '<path d="M4 3h16v5H4zM4 8v13h16V8M8 12h8M8 16h8"/>',
    "feed": '<path d="M4 11a9 9 0 0 1 9 9M4 4a16 16 0 0 1 16 16"/><circle class="f" cx="5.500" cy="18.500" r="1.800"/>',
    "print": '<path d="M6 9V3h12v6M6 18H3V9h18v9h-3M6 14h12v7H6z"/>',
}
ICONS = {name: SafeString(drawing) for name, drawing in _SIGNS.items()}

_BODY = '<circle cx="7" cy="5" r="3.2"/><path d="M3 22v-8.500a4 4 0 0 1 8 0V22z"/>'
PEOPLE = {
    "solid": SafeString(_BODY),
    "pale": SafeString(
        '<circle cx="7" cy="5" r="2.8"/><path d="M3.400 21.600v-8.100a3.600 3.600 0 0 1 7.200 0v8.100z"/>'
    ),
    "unsolved": SafeString(f'{_BODY}<path class="cut" d="M2 15.500h10"/>'),
    "lost": SafeString(f'{_BODY}<path class="cut" d="m2.500 20.500 9-8.500M2.500 12l9 8.500"/>'),
}
PEOPLE_CLASS = {"solid": "p1", "pale": "p2", "unsolved": "p3", "lost": "p4"}
STAR = SafeString(
    '<path d="M12 2.600l2.900 6.100 6.600.9-4.800 4.600 1.200 6.600L12 17.600l-5.900 3.200 1.200-6.600'
    'L2.500 9.600l6.600-.9z"/>'
)
