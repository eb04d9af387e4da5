-- Text as people search it: without accents, ligatures or case. No extension, since a managed server may refuse them; capitals
-- are in the table as well, since the locale of the server may know ASCII only.
create function map.plain(value text) returns text
language sql immutable parallel safe strict as $$
  select translate(
    replace(replace(replace(replace(replace(lower(value), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'),
    'àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľłñńņňòóôõöøōŏőŕŗřśŝşšșţťțùúûüũūŭůűųŵýÿŷźżž’ʼ‘'
      || 'ÀÁÂÃÄÅĀĂĄÇĆĈĊČĎĐÈÉÊËĒĔĖĘĚĜĞĠĢĤĦÌÍÎÏĨĪĬĮĴĶĹĻĽŁÑŃŅŇÒÓÔÕÖØŌŎŐŔŖŘŚŜŞŠȘŢŤȚÙÚÛÜŨŪŬŮŰŲŴÝŸŶŹŻŽİ'
      || U&'\0300\0301\0302\0303\0304\0307\0308\0327',
    'aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijkllllnnnnooooooooorrrssssstttuuuuuuuuuuwyyyzzz'''''''
      || 'aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiijkllllnnnnooooooooorrrssssstttuuuuuuuuuuwyyyzzzi'
  )
$$;

-- Pattern that finds the words of a search anywhere, whatever characters of LIKE they hold.
create function map.plain_pattern(value text) returns text
language sql immutable parallel safe strict as $$
  select '%' || replace(replace(replace(map.plain(btrim(value)), '\', '\\'), '%', '\%'), '_', '\_') || '%'
$$;
