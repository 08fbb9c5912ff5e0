"""Control words of RTF, by what they mean for the text."""

from __future__ import annotations

__all__ = ["BESIDE", "CHARACTERS", "CHARSETS", "KEPT", "LINE_ENDS", "SKIPPED"]

LINE_ENDS = frozenset({"par", "sect", "page", "column", "row", "nestrow", "line", "softpage"})
CHARACTERS = {
    "tab": "\t",
    "cell": " | ",
    "nestcell": " | ",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
#: Text that stands beside the story; it comes after it.
BESIDE = frozenset(
    "annotation footer footerf footerl footerr footnote header headerf headerl headerr "  # noqa: SIM905
    "dptxbxtext shptxt".split()
)
#: Destinations that a star marks as optional, and that hold text all the same.
KEPT = BESIDE | frozenset("do shpinst shpgrp shprslt fldrslt docpart".split())  # noqa: SIM905
#: Destinations without a word of the story.
SKIPPED = frozenset(
    "atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart author bkmkend "  # noqa: SIM905
    "bkmkstart blipuid buptim category colorschememapping colortbl comment company creatim "
    "datafield datastore defchp defpap doccomm docvar fchars ffdeftext ffentrymcr ffexitmcr "
    "ffformat ffhelptext ffl ffname ffstattext filetbl fldinst fonttbl formfield ftncn ftnsep "
    "ftnsepc aftncn aftnsep aftnsepc generator gridtbl hlinkbase info keywords latentstyles "
    "lchars levelnumbers leveltext listlevel listname listoverridetable listpicture listtable "
    "lsdlockedexcept manager mmathPr nesttableprops nonesttables nonshppict objalias objclass "
    "objdata object objname objsect operator oldcprops oldpprops oldtprops oldsprops panose "
    "passwordhash pgp pgptbl picprop pict pntext pntxta pntxtb printim private protusertbl "
    "revtbl revtim rsidtbl rxe sn sp staticval stylesheet subject sv tc tcn template themedata "
    "title txe ud userprops wgrffmtfilter windowcaption writereservation writereservhash xe "
    "xform xmlattrname xmlattrvalue xmlclose xmlname xmlnstbl xmlopen".split()
)
#: Windows' numbers of character sets, and Python's codecs for them; "" is the document's own.
CHARSETS = {
    0: "",
    1: "",
    2: "cp1252",
    77: "mac_roman",
    78: "shift_jis",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
