"""The numbers of proofs in a case: how many, how large, how much work one may make, how long they are kept."""

from reputation.rulebook.evidence import FILE_LARGEST
from reputation.rulebook.values import Value

LARGEST = FILE_LARGEST
PROOFS_MOST = Value(10, "proofs a party and case", 1, "Ours: a case turns on few documents")
TEXT_LIMIT = Value(20_000, "characters", 1, "Ours: a long exchange of letters")
PAGES_MOST = Value(50, "pages", 1, "Ours: who has more names the pages that matter")
PIXELS_MOST = Value(50_000_000, "pixels", 1, "Ours: what the cameras of telephones make at most")
PIXELS_KEPT = Value(12_000_000, "pixels of a picture", 1, "Ours: print on a photographed page stays legible")
PAGE_PIXELS = Value(2_200_000, "pixels a page", 1, "Ours: A4 at 150 dots an inch")
PAGES_PIXELS = Value(60_000_000, "pixels of all pages", 1, "Ours: A4 at 110 dots an inch, fifty times")
KEPT_LARGEST = Value(15_728_640, "bytes", 1, "Ours: what is kept of a file, three times the largest that comes")
WORK = Value(20, "seconds of computing", 1, "Ours: fifty pages take about five")
WORK_ENDS = Value(40, "seconds", 1, "Ours: whoever waits is told by then")
MEMORY = Value(1_073_741_824, "bytes", 1, "Ours: the largest picture takes a third of it")
AT_ONCE = Value(2, "files at once in a process", 1, "Ours: the other threads answer visitors meanwhile")
ACCESSES_KEPT = Value(24, "months", 1, "As what members did: to see who looked at what")
