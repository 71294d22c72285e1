import hankenGrotesk from '@fontsource-variable/hanken-grotesk/wght.css?url';
import josefinSans from '@fontsource-variable/josefin-sans/wght.css?url';
import lora from '@fontsource-variable/lora/wght.css?url';
import merriweather from '@fontsource-variable/merriweather/wght.css?url';
import montserrat from '@fontsource-variable/montserrat/wght.css?url';
import nunito from '@fontsource-variable/nunito/wght.css?url';
import openSans from '@fontsource-variable/open-sans/wght.css?url';
import playfairDisplay from '@fontsource-variable/playfair-display/wght.css?url';
import quicksand from '@fontsource-variable/quicksand/wght.css?url';
import raleway from '@fontsource-variable/raleway/wght.css?url';
import roboto from '@fontsource-variable/roboto/wght.css?url';
import sourceSans from '@fontsource-variable/source-sans-3/wght.css?url';
import workSans from '@fontsource-variable/work-sans/wght.css?url';
import lato400 from '@fontsource/lato/400.css?url';
import lato700 from '@fontsource/lato/700.css?url';
import poppins400 from '@fontsource/poppins/400.css?url';
import poppins500 from '@fontsource/poppins/500.css?url';
import poppins600 from '@fontsource/poppins/600.css?url';
import ubuntu400 from '@fontsource/ubuntu/400.css?url';
import ubuntu500 from '@fontsource/ubuntu/500.css?url';
import ubuntu700 from '@fontsource/ubuntu/700.css?url';

/** Style sheets of the fonts an operator may choose, by the names of the settings; Inter is in the portal's own. */
export const fontSheets: Record<string, readonly string[]> = {
  Roboto: [roboto],
  'Open Sans': [openSans],
  Lato: [lato400, lato700],
  Quicksand: [quicksand],
  Poppins: [poppins400, poppins500, poppins600],
  Nunito: [nunito],
  Montserrat: [montserrat],
  'Work Sans': [workSans],
  'Source Sans Pro': [sourceSans],
  Raleway: [raleway],
  Ubuntu: [ubuntu400, ubuntu500, ubuntu700],
  'Josefin Sans': [josefinSans],
  HKGrotesk: [hankenGrotesk],
  Merriweather: [merriweather],
  Lora: [lora],
  'Playfair Display': [playfairDisplay],
};
