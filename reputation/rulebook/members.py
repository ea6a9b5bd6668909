"""The numbers of members, their keys, the charter and leaving."""

from reputation.rulebook.values import Value

MEMBERS_MOST = Value(50, "members of a business", 1, "Ours: a bound, far above what a shop needs")
INVITATION_OPEN = Value(14, "days", 1, "Ours: a holiday long")
INVITATIONS_MOST = Value(20, "open invitations of a business", 1, "Ours: nobody can use us to send mail to strangers")
KEYS_MOST = Value(20, "keys of a business or an account", 1, "Ours: a bound")
ANSWERS_KEPT = Value(24, "hours", 1, "Ours: who repeats a call does so on the same day")
INVITATIONS_A_DAY = Value(
    20, "invitations of a business sent in a day", 1, "Ours: those that were taken back have gone out as well"
)
CONTACT_CHANGES_A_DAY = Value(5, "changes of contact of a business a day", 1, "Ours: each sends mails")
PING_PAUSE = Value(60, "seconds between two tests of a webhook", 1, "Ours: nobody can use us to call others all day")
OWNER_CHANGES_A_DAY = Value(1, "changes of ownership of a business a day", 1, "Ours: each is public for good")
NAME_CHANGES_A_DAY = Value(3, "changes of names of a business a day", 1, "Ours: each is public for good")
JOINS_A_DAY = Value(5, "businesses of an account that join in a day", 1, "Ours: nobody fills the log alone")
DEEDS_KEPT = Value(24, "months", 1, "Ours: as long as what a business did can move its rating")
NOTICE_TO_LEAVE = Value(30, "days", 1, "P2: leaving is no escape; ours")
NOTICE_OF_CHARTER = Value(30, "days", 1, "P2B Regulation (EU) 2019/1150, Art. 3(2): 15 days at least; ours is longer")
