from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Who acts for a business."""

    name = "reputation.members"
    label = "members"
    verbose_name = "Members"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "members_member": "SELECT, INSERT, UPDATE (role, ended_on)",
            "members_invitation": "SELECT, INSERT, UPDATE (until), DELETE",  # locked before it is used
            "members_api_key": "SELECT, INSERT, UPDATE (used_on, ended_on)",
            "members_call": "SELECT, INSERT, DELETE",
            "members_deed": "SELECT, INSERT",
            "members_contact": "SELECT, INSERT, UPDATE",
            "members_acceptance": "SELECT, INSERT",
            "members_told": "SELECT",
            "members_leaving": "SELECT, INSERT, UPDATE (ended_on, is_cancelled)",
        },
        "worker": {
            "members_member": "SELECT",
            "members_invitation": "SELECT, DELETE",
            "members_api_key": "SELECT",
            "members_call": "SELECT, DELETE",
            "members_deed": "SELECT, INSERT, DELETE",
            "members_contact": "SELECT, DELETE",
            "members_acceptance": "SELECT",
            "members_told": "SELECT, INSERT",
            "members_leaving": "SELECT, INSERT, UPDATE (ended_on, is_cancelled)",
        },
    }
