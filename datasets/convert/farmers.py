"""What the two converters of the Brazilian farmers share."""

from conversion import DERIVED, Table

TERMS = ("MIT (the R package netdiffuseR); cite Rogers, Ascroft and Roling 1970, Diffusion of "
         "Innovations in Brazil, Nigeria, and India, and Valente 1995, Network Models of the "
         "Diffusion of Innovations")
ATTRIBUTES = ["age", "income", "land1", "land2", "land3", "cows", "liter", "school", "coop", "tv",
              "radio1", "hfequip"]
ROLES_SAY = "Derived, yet the only touches there are."
PRACTICES = "ABCDEFGHIJKL"


def named_advisers(ties, adopted):
    """For each pair of a farmer and somebody whom he named, whatever for, and each practice that both
    adopted, the adviser in an earlier year: a touch in the year in which the farmer did."""
    practices = sorted({practice for _, practice in adopted})
    touches = [(adopted[farmer, practice], farmer, practice, adviser)
               for farmer, adviser in dict.fromkeys(ties) for practice in practices
               if adopted.get((adviser, practice), 9999) < adopted.get((farmer, practice), 0)]
    rows = [(adviser, farmer, "named_adviser", year, practice)
            for year, farmer, practice, adviser in sorted(touches)]
    return Table("touches", "a named adviser had adopted the practice in an earlier year",
                 dict.fromkeys(["from_person", "to_person", "role", "t", "context_id"], DERIVED), rows)
