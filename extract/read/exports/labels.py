"""The field names that databases print, in the languages of their interfaces; compared without case and accents."""

import re
from collections.abc import Mapping
from enum import Enum, auto

from diplograph.extract.read.exports.days import plain

_LABEL = re.compile(r"(?P<name>[^\W\d_][\w ,.'’()/&-]{0,60}?) ?: ?(?P<value>.*)", re.DOTALL)
_WORDS = re.compile(
    r"[0-9][0-9.,'\u2019\u202f\u00a0 ]{0,9} ?(?:words?|mots?|w(?:o|\u00f6|oe)rter|wort|palabras?|parol[ae]|palavras?|woord(?:en)?|ord"
    r"|sanaa|slow|slov|\u0441\u043b\u043e\u0432(?:\u0430|\u043e)?|\u5b57|\u8bcd|\u8a9e|\ub2e8\uc5b4)\.?(?: ?\([^)]{0,40}\))?",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"[^\W\d_][\w '’()/-]{2,40} ?: [^\n]{0,200}$")  # what may be a field that we have no name of
_COPYRIGHT = re.compile(
    r"(?:copyright|\u00a9|\(c\)|all rights reserved|tous droits reserves|alle rechte vorbehalten|todos los derechos"
    r"|todos os direitos|tutti i diritti|alle rechten voorbehouden)(?!\w)"
)


class Field(Enum):
    """What a line of a database says."""

    TITLE = auto()
    TEXT = auto()
    LEAD = auto()
    ABOUT = auto()
    AFTER = auto()
    DATE = auto()
    PUBLISHER = auto()
    ID = auto()
    URL = auto()
    SOURCE = auto()
    PICTURE = auto()


def _table(**names: str) -> dict[str, Field]:
    return {plain(name): Field[field] for field, listed in names.items() for name in listed.split("|")}


NEXIS = _table(
    TITLE="headline|schlagzeile|titre|titular|titolo|manchete|kop",
    TEXT="body|text|textkörper|hauptteil|haupttext|artikeltext|corps|corps du texte|corps de l'article|texte|cuerpo|cuerpo del texto"
    "|texto|corpo|corpo del testo|testo|corpo do texto|hoofdtekst|tekst|full text|volltext|texte intégral",
    LEAD="highlight|hightlight|encart|chapeau|extrait|vorspann|zusammenfassung|destacado|resaltado|destaque|abstract|summary",
    ABOUT="section|length|byline|dateline|series|column|distribution|edition|rubrique|longueur|auteur|signature|lieu|rubrik|ressort"
    "|abschnitt|teil|länge|autor|verfasser|ort|ausgabe|serie|sección|longitud|extensión|autor|firma|lugar|data line|lugar y fecha"
    "|sezione|lunghezza|autore|seção|secção|comprimento|tamanho|autoria|sectie|lengte|dagtekening|naamregel|source|show|anchors"
    "|guests|type|slug|keyword|version|page|pages|link to image|link to pdf|lien vers l'image|link zum pdf-dokument|correction appended"
    "|from|compiler|cycle|subhead|caption|contact|copyright|journal code|title|date|datum|fecha",
    AFTER="load-date|language|publication-type|journal-code|subject|company|organization|organisation|ticker|industry|person|city"
    "|state|country|geographic|geographic areas|acc-no|document-type|classification|correction-date|correction|name|names"
    "|publication type|load date|note|notes|update|enhancement|date-chargement|date de chargement|langue|type-publication"
    "|type de publication|code-journal|code-revue|sujet|societe|sociétés|entreprise|personne|personnes|localisation-geo|ville|etat"
    "|pays|symbole-boursier|secteur-activite|secteur d'activité|classement|ladedatum|ladungsdatum|aktualisierung|sprache"
    "|publikationstyp|publikationsart|publikation-typ|zeitungs-code|zeitschriftencode|journalcode|thema|themen|schlagwörter"
    "|unternehmen|firma-name|börsenkürzel|branche|klassifizierung|klassifikation|region|land|stadt|personen|fecha-carga"
    "|fecha de carga|idioma|tipo-publicación|tipo de publicación|código-publicación|asunto|tema|temas|materia|empresa|organización"
    "|persona|personas|ciudad|estado|país|ubicación geográfica|zona geográfica|sector|clasificación|data di caricamento|lingua"
    "|tipo di pubblicazione|tipo-pubblicazione|argomento|soggetto|azienda|classificazione|data de carregamento|língua"
    "|tipo de publicação|assunto|classificação|laaddatum|taal|publicatie-type|publicatietype|onderwerp|bedrijf|organisatie|persoon"
    "|classificatie|url|isbn|issn|doi|ric|fuzzy-subject|subject-terms|graphics-note",
    PICTURE="graphic|graphics|graphique|graphiques|grafik|grafiken|gráfico|gráficos|grafico|grafici|gráfica|grafiek|illustration",
)
"""The fields of LexisNexis and Nexis Uni."""

PROQUEST = _table(
    TITLE="title|titre|titel|título|titolo|document title|titre du document|dokumenttitel|título del documento",
    TEXT="full text|texte intégral|texte complet|volltext|texto completo|testo completo|texto integral|volledige tekst"
    "|full text - pdf|full text translation",
    LEAD="abstract|résumé|zusammenfassung|kurzfassung|resumen|riassunto|resumo|abstract (summary)|abstract (document summary)",
    DATE="publication date|date de publication|erscheinungsdatum|publikationsdatum|veröffentlichungsdatum"
    "|datum der veröffentlichung|fecha de publicación|data di pubblicazione|data de publicação|publicatiedatum|date",
    PUBLISHER="publication title|titre de la publication|titre de publication|publikationstitel|titel der publikation"
    "|titel der veröffentlichung|título de publicación|título de la publicación|titolo della pubblicazione|título da publicação"
    "|titel van publicatie|source title|newspaper|journal",
    SOURCE="publication info|informations de publication|informations sur la publication|publikationsinfo|publikationsinformationen"
    "|publikationsangaben|información de publicación|información de la publicación|informazioni sulla pubblicazione"
    "|informações da publicação|informações de publicação|publication information|source",
    ID="proquest document id|id du document proquest|identifiant du document proquest|proquest-dokument-id|proquest dokument-id"
    "|id del documento de proquest|id de documento de proquest|id del documento proquest|id documento proquest"
    "|id do documento proquest|id do documento da proquest|proquest document-id",
    URL="document url|url du document|dokument-url|url del documento|url do documento|proquest document link|lien proquest"
    "|lien vers le document proquest|proquest-dokumentlink|enlace de documentos de proquest|enlace al documento de proquest",
    AFTER="details|détails|einzelheiten|detalles|dettagli|detalhes|subject|subjects|location|people|company / organization|company/organization|identifier / keyword|identifiers / keywords"
    "|identifier/keyword|classification|pages|first page|page|number of pages|publication year|year|volume|issue|section|publisher"
    "|place of publication|country of publication|publication subject|journal subject|issn|e-issn|eissn|isbn|source type"
    "|language of publication|language|document type|document feature|publication note|dateline|column|copyright|last updated"
    "|database|links|author|authors|credit|start page|correspondence author|accession number|doi|sujet|sujets|lieu|personnes"
    "|société / organisation|identificateur / mot-clé|pages|année de publication|section|éditeur|lieu de publication|pays de publication"
    "|sujet de la publication|type de source|langue de publication|type de document|droits d'auteur|dernière mise à jour"
    "|base de données|auteur|auteurs|liens|thema|themen|fachgebiet|ort|personen|firma / organisation|unternehmen/organisation"
    "|schlagwort|identifikator / schlüsselwort|seiten|erscheinungsjahr|publikationsjahr|verlag|herausgeber|erscheinungsort"
    "|erscheinungsland|thema der publikation|quellentyp|art der quelle|sprache der publikation|publikationssprache|dokumententyp"
    "|dokumenttyp|letzte aktualisierung|zuletzt aktualisiert|datenbank|autor|autoren|links|copyright|materia|materias|tema|lugar|ubicación"
    "|personas|empresa / organización|identificador / palabra clave|páginas|primera página|año de publicación|sección|editorial"
    "|lugar de publicación|país de publicación|materia de publicación|tipo de fuente|idioma de la publicación"
    "|idioma de publicación|tipo de documento|última actualización|base de datos|enlaces|autores|soggetto|luogo|pagine"
    "|anno di pubblicazione|editore|paese di pubblicazione|lingua della pubblicazione|tipo di documento|ultimo aggiornamento"
    "|autore|assunto|local|ano de publicação|editora|idioma da publicação|última atualização|base de dados",
)
"""The fields of ProQuest."""


def field_of(block: str, names: Mapping[str, Field]) -> tuple[Field | None, str]:
    """Return what field a block begins with, and its value; a field that stands alone has no colon.

    A line with a number of words is one whatever it is called, for all databases print one before the text.
    """
    first, _, rest = block.partition("\n")
    match = _LABEL.match(block)
    name = plain(match["name"]) if match else ""
    if match and name in names:
        return names[name], match["value"].strip()
    if match and is_length(match["value"].partition("\n")[0]):
        return Field.ABOUT, ""
    heading = plain(first)
    alone = (
        names.get(heading, names.get(heading.partition(" (")[0])) if len(first) < 40 and first[:1].isupper() else None
    )
    if alone in (Field.TEXT, Field.LEAD, Field.AFTER, Field.PICTURE):
        return alone, rest.strip()
    return (Field.ABOUT, "") if is_length(first) or is_copyright(block) else (None, block)


def is_length(line: str) -> bool:
    """Tell whether a line is a number of words."""
    return len(line) < 60 and _WORDS.fullmatch(line.strip()) is not None


def is_copyright(block: str) -> bool:
    """Tell whether a block says who has the rights."""
    return _COPYRIGHT.match(plain(block[:60])) is not None


def is_bare(block: str, names: Mapping[str, Field]) -> bool:
    """Tell whether a block is no more than the heading of a summary or text, such as "FULL TEXT"."""
    return "\n" not in block and field_of(block, names)[0] in (Field.TEXT, Field.LEAD) and ":" not in block


def prose_ends(blocks: list[str], start: int, names: Mapping[str, Field], *, between: int = 0) -> int:
    """Return where an article's text ends, which begins at ``start``: before the fields at the end of ``blocks``.

    A word such as "Subject:" in the text is none of them, since text follows it.

    Args:
        between: How many blocks without a name may lie between the fields, such as the text of a correction.
    """
    end, loose = len(blocks), 0
    for at in range(len(blocks) - 1, start - 1, -1):
        field, _ = field_of(blocks[at], names)
        if field is Field.ABOUT and not loose and end < len(blocks) and blocks[at].partition(":")[0].isupper():
            end = at  # "TYPE: LETTER" above "LOAD-DATE: March 20, 1997"
        elif field in (None, Field.TEXT, Field.LEAD) or (field is Field.ABOUT and not is_copyright(blocks[at])):
            loose += not _UNKNOWN.match(blocks[at])
        elif loose <= _texts_below(blocks[at], field, between):
            end, loose = at, 0
    return end


def _texts_below(block: str, field: Field, between: int) -> int:
    """Return how many blocks without a name may follow a field."""
    if field is Field.PICTURE:
        return _CAPTIONS
    name = plain(block.partition("\n")[0].partition(":")[0]).strip()
    return between if _WITH_TEXT.match(name) else 0


_CAPTIONS = 8  # blocks
_WITH_TEXT = re.compile(r"correc|korrekt|note|update|enhancement|classifi|klassifi|clasifi|classement|graphics-note")
