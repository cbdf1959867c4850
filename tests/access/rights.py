"""What packs/core/access.json allows, worked out again and on its own: a second reading of the same
table, so that a fault of the program's reading shows as a difference."""

from world import POLICY

CLASSES = ["open", "internal", "personal", "sensitive", "shielded"]
ROLES, PURPOSES = POLICY["roles"], POLICY["purposes"]
OPERATIONS, FIELDS = POLICY["operations"], POLICY["fields"]


def ceiling(role, operation):
    return OPERATIONS[operation]["roles"].get(role)


def may(role, operation, field_class):
    top = ceiling(role, operation)
    return top is not None and CLASSES.index(field_class) <= CLASSES.index(top)


def is_seen(account, child, purpose):
    """Whether the child exists for the account: in its area, or assigned to it for the purpose."""
    if account.county != child.county:
        return False
    if ROLES[account.role]["scope"] == "area" and account.covers(child.stands):
        return True
    is_for_it = purpose == account.usual or PURPOSES[purpose]["basis"] == "emergency"
    return child.id in account.assigned and is_for_it


def needs_consent(purpose):
    return PURPOSES[purpose]["basis"] == "separate_consent"


def is_shown(world, account, child, purpose, name):
    """Whether a field of a child whom the account sees at all is shown to it."""
    line = FIELDS[name]
    field_class = "shielded" if line.get("shields") and child.is_shielded else line["class"]
    if not may(account.role, line["operation"], field_class):
        return False
    if purpose not in line["purposes"] or purpose not in ROLES[account.role]["purposes"]:
        return False
    return not needs_consent(purpose) or (child.id, purpose) in world.consented


def refusal(world, account, child, purpose, operation, field_class, shows):
    """Status and reason of an operation on one child's record; (200, "") when it is allowed.

    `shows` are fields of which one must be shown, else the purpose is not one for this."""
    if not may(account.role, operation, field_class):
        return 403, "access.role"
    if purpose not in ROLES[account.role]["purposes"]:
        return 403, "access.purpose"
    if not is_seen(account, child, purpose):
        return 404, ""
    if needs_consent(purpose) and (child.id, purpose) not in world.consented:
        return 403, "access.consent"
    if shows and not any(is_shown(world, account, child, purpose, name) for name in shows):
        return 403, "access.purpose"
    return 200, ""


def list_refusal(account, purpose, operation, shows):
    """The same for a list of the actor's own children."""
    if not may(account.role, operation, "personal"):
        return 403, "access.role"
    if purpose not in ROLES[account.role]["purposes"]:
        return 403, "access.purpose"
    has_area = ROLES[account.role]["scope"] == "area"
    if has_area and needs_consent(purpose):
        return 403, "access.consent"
    if has_area and not any(purpose in FIELDS[name]["purposes"] and
                            may(account.role, FIELDS[name]["operation"], FIELDS[name]["class"])
                            for name in shows):
        return 403, "access.purpose"
    return 200, ""
