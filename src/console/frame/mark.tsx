/** The eye of the lookout. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden>
      <path
        d="M1.5 10C4 6.3 6.8 4.5 10 4.5s6 1.8 8.5 5.5c-2.5 3.7-5.3 5.5-8.5 5.5S4 13.7 1.5 10z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <circle cx="10" cy="10" r="2.6" fill="currentColor" />
    </svg>
  );
}
